// The stories, in the order in which they happen to one cluster.
import './bootstrap.js';
import './monitoring.js';
import './refusal.js';
import './edit.js';
import './foretold.js';
import './self-heal.js';
import './neighbours.js';
import './removal.js';
import './migration.js';
import './add-ons.js';
import './capacity.js';
import './crash.js';
import './queue.js';
import './guest.js';
import './hub.js';
import './alert.js';
import './farewell.js';
