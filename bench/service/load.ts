import { connect, type Socket } from 'node:net';

/** What to send, and for how long. With `rate` (requests a second) the load doesn't wait for answers. */
export interface LoadPlan {
  readonly port: number;
  readonly path: string;
  readonly body: string;
  readonly connections: number;
  readonly seconds: number;
  readonly rate?: number;
}

/** Latencies in milliseconds, of the answers with status 200. */
export interface LoadResult {
  readonly answers: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
}

/** One request at a time over one kept connection. */
class Client {
  readonly #socket: Socket;
  readonly #request: string;
  readonly #onAnswer: (client: Client, status: string, milliseconds: number) => void;
  #received = '';
  #sentAt = 0;

  constructor(plan: LoadPlan, onAnswer: (client: Client, status: string, milliseconds: number) => void) {
    this.#onAnswer = onAnswer;
    this.#request =
      `POST ${plan.path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n` +
      `content-length: ${plan.body.length}\r\n\r\n${plan.body}`;
    this.#socket = connect(plan.port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (text: string) => this.#receive(text));
  }

  /** Latency counts from the time when the request was due, not from when a connection was free for it. */
  send(dueAt = performance.now()): void {
    this.#sentAt = dueAt;
    this.#socket.write(this.#request);
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
    this.#onAnswer(this, status, performance.now() - this.#sentAt);
  }
}

async function applyLoad(plan: LoadPlan): Promise<LoadResult> {
  const statuses: Record<string, number> = {};
  const latencies: number[] = [];
  const due: number[] = [];
  const free: Client[] = [];
  const until = performance.now() + plan.seconds * 1000;
  const onAnswer = (client: Client, status: string, milliseconds: number): void => {
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (status === '200') latencies.push(milliseconds);
    if (plan.rate === undefined) {
      if (performance.now() < until) client.send();
      return;
    }
    const next = due.shift();
    if (next === undefined) free.push(client);
    else client.send(next);
  };
  const clients = Array.from({ length: plan.connections }, () => new Client(plan, onAnswer));
  if (plan.rate === undefined) for (const client of clients) client.send();
  else free.push(...clients);
  await (plan.rate === undefined ? pause(plan.seconds * 1000) : sendAtRate(plan.rate, until, { free, due }));
  for (const client of clients) client.close();
  latencies.sort((one, other) => one - other);
  const quantile = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  const answers = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  return { answers, statuses, seconds: plan.seconds, p50: quantile(0.5), p99: quantile(0.99) };
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
