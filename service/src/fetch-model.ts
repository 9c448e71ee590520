// Comes before all other code, whose loading takes a while: signals count from here on.
import './signals.js';

const { fetchModel } = await import('./fetch/fetch.js');
await fetchModel();
