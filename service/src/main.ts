// Comes before all other code, whose loading takes a while: signals count from here on.
import './signals.js';

const { start } = await import('./start.js');
await start();
