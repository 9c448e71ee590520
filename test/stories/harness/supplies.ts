import { freePorts } from './processes.js';
import { tell } from './progress.js';
import { archiveCheckout } from './repository.js';
import { serveStandInCharts } from './stand-in-charts.js';

/** What all worlds are made of. */
export interface Supplies {
  /** Where the built programs are. */
  readonly programs: string;
  /** An archive of the checkout. */
  readonly checkout: string;
  /** Address of a Helm repository with the charts of the add-ons. */
  readonly charts: string;
}

/** @param folder for everything that is written */
export async function gatherSupplies(programs: string, folder: string): Promise<Supplies> {
  tell('Packs the checkout, and stand-ins for the charts of the add-ons');
  const checkout = `${folder}/checkout.tar`;
  const [port = 0] = await freePorts(1);
  await Promise.all([archiveCheckout(checkout), serveStandInCharts(`${folder}/charts`, `${programs}/crds`, port)]);
  return { programs, checkout, charts: `http://127.0.0.1:${port}` };
}
