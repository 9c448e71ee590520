import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** The part of AVA's `t` that registers what runs after a test. */
interface Teardown {
  teardown(clean: () => Promise<void>): void;
}

/**
 * Starts a server on a free port of this machine, which stops after the test.
 * @returns its URL
 */
export async function serve(
  t: Teardown,
  listener: RequestListener,
  connect?: (socket: Duplex) => void,
): Promise<string> {
  const server = createServer(listener);
  if (connect) server.on('connect', (_, socket) => connect(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Answers GetCallerIdentity in the form of STS. */
export const identity = (account: string, arn: string): RequestListener =>
  answer(
    200,
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>${arn}</Arn><UserId>AIDAEXAMPLE</UserId><Account>${account}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>`,
  );

/** Answers with an error in the form of STS. */
export const refusal = (status: number, code: string, message: string): RequestListener =>
  answer(
    status,
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId>
</ErrorResponse>`,
  );

export const answer =
  (status: number, body: string, type = 'text/xml'): RequestListener =>
  (request, response) => {
    request.resume().on('end', () => response.writeHead(status, { 'content-type': type }).end(body));
  };
