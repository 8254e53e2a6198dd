/* A browser without a screen: cookies, forms, and headers as one likes. */
import http from "node:http";

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/* One request, nothing followed. Gives {status, headers, body, raw, type}:
 * `raw` are the bytes of the body. */
export async function send(base, path, options = {}) {
  try {
    return await once(base, path, options);
  } catch (error) {
    /* The server closes what was idle for 30 s, perhaps just now. */
    if (error.code !== "ECONNRESET" || !error.reused) {
      throw error;
    }
    return once(base, path, options);
  }
}

function once(base, path, { method = "GET", headers = {}, body = null }) {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const request = http.request({ agent, hostname, port, path, method,
      headers: body === null ? headers
        : { "Content-Length": Buffer.byteLength(body), ...headers } },
    (response) => {
      const pieces = [];
      response.on("data", (piece) => pieces.push(piece));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode,
        headers: response.headers,
        type: response.headers["content-type"] ?? "",
        raw: Buffer.concat(pieces),
        body: Buffer.concat(pieces).toString("utf8") }));
    });
    request.setTimeout(20000, () => request.destroy(new Error("slow")));
    request.on("error", (error) => reject(Object.assign(error,
      { reused: request.reusedSocket })));
    request.end(body);
  });
}

export function unescape(text) {
  return text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (whole, name) =>
    ({ amp: "&", lt: "<", gt: ">", quot: '"' })[name] ?? "'");
}

/* The value of the first option of a <select> whose words match. */
export function option(html, name, words = /./) {
  const select = new RegExp(`<select[^>]*name="${name}"[^]*?</select>`)
    .exec(html)?.[0] ?? "";
  for (const [, value, label] of
    select.matchAll(/<option value="([^"]+)"[^>]*>([^<]*)/g)) {
    if (words.test(unescape(label))) {
      return unescape(value);
    }
  }
  const radio = new RegExp(`name="${name}"[^>]*value="([^"]+)"`).exec(html);
  return radio ? unescape(radio[1]) : "";
}

export class Client {
  constructor(base, label) {
    this.base = base;
    this.label = label;
    this.jar = new Map();
  }

  cookie() {
    return Array.from(this.jar, ([name, value]) => `${name}=${value}`)
      .join("; ");
  }

  keep(answer) {
    for (const line of answer.headers["set-cookie"] ?? []) {
      const [pair] = line.split(";");
      const at = pair.indexOf("=");
      const value = pair.slice(at + 1);
      if (value === "" || /max-age=0/i.test(line)) {
        this.jar.delete(pair.slice(0, at));
      } else {
        this.jar.set(pair.slice(0, at), value);
      }
    }
    return answer;
  }

  async ask(path, options = {}) {
    const headers = { ...options.headers };
    if (this.jar.size > 0 && !("Cookie" in headers)) {
      headers.Cookie = this.cookie();
    }
    return this.keep(await send(this.base, path, { ...options, headers }));
  }

  get(path, headers = {}) {
    return this.ask(path, { headers });
  }

  json(path) {
    return this.get(path, { Accept: "application/json" });
  }

  /* Straight, as a program that knows the fields but not the page. */
  raw(path, fields, headers = {}) {
    return this.ask(path, { method: "POST",
      body: new URLSearchParams(fields).toString(),
      headers: { "Content-Type": "application/x-www-form-urlencoded",
        ...headers } });
  }

  /* The token of the forms on this page. */
  async token(path) {
    const { body } = await this.get(path);
    return /name="_token" value="([^"]*)"/.exec(body)?.[1] ?? "";
  }

  /* As the page's own form would; `page` is fetched first. */
  async post(page, action, fields, headers = {}) {
    const _token = await this.token(page);
    return this.raw(action, { _token, ...fields },
      { Origin: this.base, ...headers });
  }

  /* The same as multipart: a field {name, bytes} is a file, whose name may
   * hold whatever a browser would never send. */
  async upload(page, action, fields, headers = {}) {
    const border = "zqborder7MA4YWxkTrZu0gW";
    const pieces = [];
    const all = { _token: await this.token(page), ...fields };
    for (const [field, value] of Object.entries(all)) {
      const file = typeof value === "object"
        ? `; filename="${value.name}"\r\n` +
          `Content-Type: ${value.type ?? "application/octet-stream"}` : "";
      pieces.push(Buffer.from(`--${border}\r\nContent-Disposition: ` +
        `form-data; name="${field}"${file}\r\n\r\n`),
      Buffer.from(value.bytes ?? value), Buffer.from("\r\n"));
    }
    pieces.push(Buffer.from(`--${border}--\r\n`));
    return this.ask(action, { method: "POST", body: Buffer.concat(pieces),
      headers: { "Content-Type": `multipart/form-data; boundary=${border}`,
        Origin: this.base, ...headers } });
  }

  logIn(name, password) {
    return this.post("/login", "/login", { name, password });
  }
}
