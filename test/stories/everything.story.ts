// All stories on one cluster: what KUBECONFIG_E2E leads to.
import './workloads.story.js';
import './add-ons.story.js';
import './cluster.story.js';
