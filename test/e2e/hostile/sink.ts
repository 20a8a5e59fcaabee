import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Stands for the recorded site: counts who connects, and what is asked, and answers that there is nothing. */
export async function startSink() {
  const sink = { url: '', connections: 0, paths: [] as string[], close: () => {} };
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sink.connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {}); // a browser hangs up when it likes
    socket.on('data', data => {
      for (const [, path = ''] of data.toString().matchAll(/^[A-Z]+ (\S+) HTTP/gm)) sink.paths.push(path);
      socket.write('HTTP/1.1 404 Not Found\r\naccess-control-allow-origin: *\r\ncontent-length: 0\r\n\r\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  sink.url = `http://other.test:${(server.address() as AddressInfo).port}`;
  sink.close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return sink;
}
