import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A load: what to send, and for how long. With `rate` (requests a second) it doesn't wait for answers. */
export interface LoadPlan {
  readonly port: number;
  readonly path: string;
  readonly body: string;
  readonly connections: number;
  readonly seconds: number;
  readonly rate?: number;
}

/** The outcome of a load. Latencies are in milliseconds, of the answers with status 200. */
export interface LoadResult {
  readonly answers: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  /** p99 from the time when the request was sent: without the wait for a free connection. */
  readonly sentP99: number;
  /** p99 of the answers with another status, from the time of sending; null when there were none. */
  readonly refusedP99: number | null;
}

/** A latency in milliseconds. */
interface Latency {
  readonly sinceDue: number;
  readonly sinceSent: number;
}

type OnAnswer = (client: Client, status: string, latency: Latency) => void;

/** A client that sends one request at a time over one kept connection. */
class Client {
  readonly #socket: Socket;
  readonly #request: string;
  readonly #onAnswer: OnAnswer;
  #received = '';
  #dueAt = 0;
  #sentAt = 0;

  constructor(plan: LoadPlan, onAnswer: OnAnswer) {
    this.#onAnswer = onAnswer;
    this.#request =
      `POST ${plan.path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n` +
      `content-length: ${plan.body.length}\r\n\r\n${plan.body}`;
    this.#socket = connect(plan.port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (text: string) => this.#receive(text));
  }

  /** Sends a request. Latency counts from the time when it was due, not from when a connection was free for it. */
  send(dueAt = performance.now()): void {
    this.#dueAt = dueAt;
    this.#sentAt = performance.now();
    this.#socket.write(this.#request);
  }

  get connected(): Promise<unknown> {
    return once(this.#socket, 'connect');
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf('\r\n\r\n');
    if (headEnd === -1) return;
    const length = Number(/content-length: (\d+)/i.exec(this.#received)?.[1] ?? 0);
    if (this.#received.length < headEnd + 4 + length) return;
    const status = this.#received.slice(9, 12);
    this.#received = '';
    const now = performance.now();
    this.#onAnswer(this, status, { sinceDue: now - this.#dueAt, sinceSent: now - this.#sentAt });
  }
}

async function applyLoad(plan: LoadPlan): Promise<LoadResult> {
  const statuses: Record<string, number> = {};
  const latencies: number[] = [];
  const sent: number[] = [];
  const refusals: number[] = [];
  const due: number[] = [];
  const free: Client[] = [];
  let until = 0;
  const onAnswer: OnAnswer = (client, status, { sinceDue, sinceSent }) => {
    statuses[status] = (statuses[status] ?? 0) + 1;
    (status === '200' ? sent : refusals).push(sinceSent);
    if (status === '200') latencies.push(sinceDue);
    if (plan.rate === undefined) {
      if (performance.now() < until) client.send();
      return;
    }
    const next = due.shift();
    if (next === undefined) free.push(client);
    else client.send(next);
  };
  const clients = Array.from({ length: plan.connections }, () => new Client(plan, onAnswer));
  await Promise.all(clients.map(({ connected }) => connected));
  until = performance.now() + plan.seconds * 1000;
  if (plan.rate === undefined) for (const client of clients) client.send();
  else free.push(...clients);
  await (plan.rate === undefined ? pause(plan.seconds * 1000) : sendAtRate(plan.rate, until, { free, due }));
  for (const client of clients) client.close();
  const answers = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  const [p50 = Number.NaN, p99 = Number.NaN] = quantiles(latencies, [0.5, 0.99]);
  const [sentP99 = Number.NaN] = quantiles(sent, [0.99]);
  const [refusedP99 = null] = quantiles(refusals, [0.99]);
  return { answers, statuses, seconds: plan.seconds, p50, p99, sentP99, refusedP99 };
}

function quantiles(values: readonly number[], shares: readonly number[]): (number | undefined)[] {
  const sorted = [...values].sort((one, other) => one - other);
  return shares.map((share) => sorted[Math.floor(sorted.length * share)]);
}

async function sendAtRate(
  rate: number,
  until: number,
  { free, due }: { free: Client[]; due: number[] },
): Promise<void> {
  const interval = 1000 / rate;
  let next = performance.now();
  while (performance.now() < until) {
    for (; next <= performance.now(); next += interval) {
      const client = free.pop();
      if (client === undefined) due.push(next);
      else client.send(next);
    }
    await pause(1);
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const plan = process.argv[2];
if (plan !== undefined) {
  process.stdout.write(JSON.stringify(await applyLoad(JSON.parse(plan) as LoadPlan)));
  process.exit(0);
}
