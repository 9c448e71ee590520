// What happens to workloads, in the order in which it happens to one cluster.
import './bootstrap.js';
import './monitoring.js';
import './refusal.js';
import './edit.js';
import './foretold.js';
import './self-heal.js';
import './neighbours.js';
import './removal.js';
import './alert.js';
