// What happens to add-ons, and to what an older version had rendered, in the order in which it happens to one cluster.
import './bootstrap.js';
import './migration.js';
import './add-ons.js';
import './queue.js';
