import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createSocket, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { prometheusAddress } from "../../src/run/prometheus-address.ts";
import { readTelemetry } from "../../src/run/read-telemetry.ts";

const PROMETHEUS = ["/usr/bin/prometheus", "/usr/local/bin/prometheus"].find((path) => existsSync(path));

const refusal = (named: string): Promise<string> => readTelemetry(named, ".").then(() => "accepted", (error: Error & { remedy?: { en: string } }) => `${error.name}: ${error.message} ${error.remedy?.en ?? ""}`);

/** Answers every question with the same words; its port. */
async function serving(answer: (url: string, authorization: string | undefined) => { readonly status?: number; readonly body: string }): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((request, response) => {
    const { status = 200, body } = answer(request.url ?? "", request.headers.authorization);
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

async function freePort(): Promise<number> {
  const server = createSocket();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("the address of a Prometheus", () => {
  test("names a process and a time", () => {
    expect(prometheusAddress("https://me:pa%20ss@host:9090/prom/?job=bot&instance=a:1&from=2026-01-31T10:00:00Z&to=1769860800&step=30s")).toEqual({
      base: "https://host:9090/prom", authorization: `Basic ${Buffer.from("me:pa ss").toString("base64")}`, job: "bot", instance: "a:1", selector: '{job="bot",instance="a:1"}',
      from: Date.UTC(2026, 0, 31, 10), to: 1769860800_000, step: 30,
    });
    expect(prometheusAddress('http://h/graph?job=a"}or{b="').selector).toBe('{job="a\\"}or{b=\\""}');
    expect(prometheusAddress("http://h:9090/").base).toBe("http://h:9090");
  });

  test.each([
    ["http://", "is no address"], ["http://h?jobs=a", "jobs is not known. There are: job, instance"], ["http://h?from=yesterday", "from takes a time like"],
    ["http://h?from=20&to=10", "from is not before to"], ["http://h?step=0", "step takes seconds"],
  ])("%s is refused", async (named, line) => expect(await refusal(named)).toContain(line));
});

describe("what does not answer like a Prometheus is refused in one line", () => {
  test.each([
    [() => ({ body: "<html>hello" }), "is no Prometheus (HTTP 200)"], [() => ({ status: 404, body: "not found" }), "is no Prometheus (HTTP 404)"],
    [() => ({ status: 400, body: '{"status":"error","error":"bad query"}' }), "refused the question: bad query"], [() => ({ body: '{"status":"success","data":{}}' }), "is no Prometheus"],
    [() => ({ body: '{"status":"success","data":{"result":[]}}' }), "knows no process_resident_memory_bytes"],
    [() => ({ body: '{"status":"success","data":{"result":[{"metric":3,"values":[[1,"NaN"],["x"],7]}]}}' }), "knows no process_resident_memory_bytes"],
  ])("%#", async (answer, line) => {
    const { server, port } = await serving(answer);
    expect(await refusal(`http://127.0.0.1:${port}`)).toContain(line);
    server.close();
  });

  test("nobody there", async () => expect(await refusal(`http://127.0.0.1:${await freePort()}`)).toMatch(/^InputError: no Prometheus answers at .* \(ECONNREFUSED\)/));

  test("the password of the address goes to the server and into no report", async () => {
    const seen = new Set<string | undefined>();
    const { server, port } = await serving((_, authorization) => {
      seen.add(authorization);
      return { body: JSON.stringify({ status: "success", data: { result: [{ metric: { job: "bot" }, values: [[1, "5"]] }] } }) };
    });
    const { telemetry } = await readTelemetry(`http://me:secret@127.0.0.1:${port}`, ".");
    expect([...seen]).toEqual([`Basic ${Buffer.from("me:secret").toString("base64")}`]);
    expect(telemetry.file).toBe(`http://127.0.0.1:${port}?job=bot`);
    server.close();
  });
});

/** Two exporters are scraped: `bot` with all measures, `other` with memory only. */
describe.runIf(PROMETHEUS)("a real Prometheus", () => {
  const directory = mkdtempSync(join(tmpdir(), "golive-prometheus-"));
  const servers: Server[] = [];
  let prometheus: ChildProcess;
  let at = "";
  let bot = 0;
  /** The time is named: of a whole day Prometheus tells a value each nine seconds only. */
  const since = `from=${Math.floor(Date.now() / 1000)}&step=1`;

  beforeAll(async () => {
    let scrapes = 0;
    const started = Date.now() / 1000;
    const one = await serving(() => {
      scrapes++;
      return { body: `process_resident_memory_bytes ${100e6 + scrapes * 1e6}\nprocess_open_fds 42\nprocess_cpu_seconds_total ${scrapes}\nprocess_threads 7\nevent_loop_lag_seconds 0.0125\nprocess_start_time_seconds ${started}\n` };
    });
    const other = await serving(() => ({ body: "process_resident_memory_bytes 5\n" }));
    servers.push(one.server, other.server);
    bot = one.port;
    const job = (name: string, port: number): string => `  - job_name: ${name}\n    static_configs: [{targets: ["127.0.0.1:${port}"]}]\n`;
    writeFileSync(join(directory, "prometheus.yml"), `global: {scrape_interval: 500ms}\nscrape_configs:\n${job("bot", one.port)}${job("other", other.port)}`);
    const port = await freePort();
    at = `http://127.0.0.1:${port}`;
    prometheus = spawn(PROMETHEUS!, [`--config.file=${join(directory, "prometheus.yml")}`, `--storage.tsdb.path=${join(directory, "data")}`, `--web.listen-address=127.0.0.1:${port}`], { stdio: "ignore" });
    const patience = performance.now() + 90_000;
    while (performance.now() < patience && (await readTelemetry(`${at}?job=bot&${since}`, ".").then(({ telemetry }) => telemetry.samples.length, () => 0)) < 3) await pause(300);
  });

  afterAll(async () => {
    prometheus.kill("SIGKILL");
    await new Promise((resolve) => (prometheus.exitCode === null && prometheus.signalCode === null ? prometheus.once("exit", resolve) : resolve(null)));
    for (const server of servers) server.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test("tells memory, files, threads, CPU and the lag of a process that runs elsewhere", async () => {
    const { telemetry, notRead } = await readTelemetry(`${at}?job=bot&${since}`, ".");
    expect(notRead).toEqual([]);
    expect(telemetry.file).toBe(`${at}?job=bot&instance=127.0.0.1:${bot}`);
    expect(telemetry.samples.length).toBeGreaterThanOrEqual(3);
    const last = telemetry.samples.at(-1)!;
    expect(last).toMatchObject({ fds: 42, threads: 7, loopLag: 12.5, sockets: null });
    expect(last.rss).toBe(100e6 + last.cpu! * 1e6);
    expect(telemetry.samples.every(({ rss, time }, i) => i === 0 || (rss! >= telemetry.samples[i - 1]!.rss! && time > telemetry.samples[i - 1]!.time))).toBe(true);
    expect(telemetry.exit).toBe(null);
  });

  test("asks which one where it knows several, and says so where there is none", async () => {
    expect(await refusal(`${at}?${since}`)).toMatch(/knows several processes: job=bot instance=\S+, job=other instance=\S+ Name one of them/);
    expect(await refusal(`${at}?job=nobody`)).toMatch(/knows no process_resident_memory_bytes\{job="nobody"\} from \d{4}-.*Check that it scrapes the bot/);
    const { telemetry } = await readTelemetry(`${at}?job=other&${since}`, ".");
    expect(telemetry.samples.at(-1)).toMatchObject({ rss: 5, fds: null, threads: null });
  });

  test("is asked for the time of the logs", async () => {
    const whole = (await readTelemetry(`${at}?job=bot&${since}`, ".")).telemetry.samples;
    const middle = whole[1]!.time;
    const { telemetry } = await readTelemetry(`${at}?job=bot&step=1`, ".", { from: middle, to: whole.at(-1)!.time });
    expect(telemetry.samples[0]!.time).toBeGreaterThanOrEqual(middle);
    expect(await refusal(`${at}?job=bot&from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z`)).toMatch(/from 2020-01-01T00:00:00Z to 2020-01-02T00:00:00Z/);
  });
});

test.skipIf(PROMETHEUS)("a real Prometheus: none is installed here, so it was not asked", () => undefined);
