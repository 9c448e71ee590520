// What happens to a cluster, its nodes and its Argo CD, in the order in which it happens to one.
import './bootstrap.js';
import './capacity.js';
import './fits.js';
import './crash.js';
import './guest.js';
import './hub.js';
import './farewell.js';
