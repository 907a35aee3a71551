// Requests that no browser sends.

import { connect } from 'node:net';

/** Sends bytes as they are to a server and returns what it answers until it closes, or until it is quiet. */
export function raw(server, bytes, patience = 3_000) {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(patience, () => socket.destroy());
    socket.setEncoding('latin1').on('data', (text) => (answer += text));
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}

/** The status of a request line whose path is sent as it stands. */
export async function rawStatus(server, path, headers = '') {
  const answer = await raw(server, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`);
  return Number(answer.match(/^HTTP\/1\.1 (\d{3})/)?.[1] ?? 0);
}
