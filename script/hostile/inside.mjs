/* What a reader sees in an answer: the text itself, the parts of a workbook,
 * the words of a PDF. */
import { spawnSync } from "node:child_process";
import { inflateRawSync } from "node:zlib";

/* Every part of a zip, by its central directory. */
export function unzip(bytes) {
  const parts = [];
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = end < 0 ? bytes.length : bytes.readUInt32LE(end + 16);
  while (at + 46 <= bytes.length && bytes.readUInt32LE(at) === 0x02014b50) {
    const packed = bytes.readUInt32LE(at + 20);
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) +
      bytes.readUInt16LE(local + 28);
    const part = bytes.subarray(from, from + packed);
    parts.push(bytes.readUInt16LE(at + 10) === 0 ? part
      : inflateRawSync(part));
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) +
      bytes.readUInt16LE(at + 32);
  }
  return parts;
}

function pdfWords(bytes) {
  const { stdout, status } = spawnSync("pdftotext", ["-", "-"],
    { input: bytes });
  if (status !== 0) {
    throw new Error("pdftotext reads no PDF (apt-get install poppler-utils)");
  }
  return stdout.toString("utf8");
}

/* The headers too: a Location and a Content-Disposition say much. */
export function inside(answer) {
  const { type, raw, headers } = answer;
  const head = ["location", "content-disposition", "set-cookie", "refresh"]
    .map((name) => decodeURIComponentOrNot(`${headers[name] ?? ""}`))
    .join("\n");
  const words = /spreadsheetml/.test(type)
    ? unzip(raw).map((part) => part.toString("utf8")).join("\n")
    : type.startsWith("application/pdf") ? pdfWords(raw) : answer.body;
  /* A line of a calendar goes on behind a line end and a blank. */
  return `${head}\n${words.replace(/\r?\n[ \t]/g, "")}`;
}

function decodeURIComponentOrNot(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
