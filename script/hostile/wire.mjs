/* Bytes straight onto a socket: what no client library would send. */
import net from "node:net";

/* Sends the bytes, ends when the server closes or after `wait` ms of
 * silence; gives everything that came back. */
export function speak(base, bytes, wait = 400) {
  const { hostname, port } = new URL(base);
  return new Promise((resolve) => {
    let heard = "";
    const socket = net.connect(Number(port), hostname);
    const end = () => {
      socket.destroy();
      resolve(heard);
    };
    socket.setTimeout(wait, end);
    socket.on("connect", () => socket.write(Buffer.from(bytes, "latin1")));
    socket.on("data", (piece) => {
      heard += piece.toString("latin1");
    });
    socket.on("error", end);
    socket.on("close", end);
  });
}

export function status(heard) {
  return Number(/^HTTP\/1\.[01] (\d+)/.exec(heard)?.[1] ?? 0);
}

/* How many answers came: a smuggled request would be one too many. */
export function answers(heard) {
  return (heard.match(/HTTP\/1\.[01] \d+ /g) ?? []).length;
}

/* A first line, a header, a body, a chunk that do not end; and a client that
 * asks for much and does not read. */
const BEGINNINGS = ["G", "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
  "POST /say HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n",
  "POST /say HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n",
  "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n".repeat(20)];

/* Many connections that begin so and go on a letter at a time. */
export function slowly(base, count) {
  const { hostname, port } = new URL(base);
  const sockets = [];
  let lost = 0;
  for (let i = 0; i < count; i++) {
    const socket = net.connect(Number(port), hostname);
    socket.on("error", () => {});
    socket.on("close", () => {
      lost++;
    });
    socket.pause();                 /* nothing is read */
    socket.write(BEGINNINGS[i % BEGINNINGS.length]);
    sockets.push(socket);
  }
  const timer = setInterval(() => {
    for (const socket of sockets) {
      if (!socket.destroyed) {
        socket.write("x");
      }
    }
  }, 250);
  return () => {
    clearInterval(timer);
    const open = sockets.length - lost;
    for (const socket of sockets) {
      socket.destroy();
    }
    return open;
  };
}
