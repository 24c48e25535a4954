import module from "node:module";
import { parentPort } from "node:worker_threads";
import type { PartnerAnswer, PartnerJob } from "./partner.ts";

module.enableCompileCache?.();
const [{ auditProgram, factsOf }, { decode }, { SECTIONS }] = await Promise.all([
  import("./audit-program.ts"), import("./languages/codec.ts"), import("./sections/index.ts"),
]);

parentPort!.once("message", (job: PartnerJob) => {
  const modules = new Map(job.modules.map((one) => decode(one)).map((one) => [one.file, one]));
  const facts = factsOf({ program: { ...job.program, modules }, settings: job.settings, config: job.config });
  const judged = auditProgram(facts, SECTIONS.filter((one) => job.sections.includes(one.id)), job.config, job.today);
  parentPort!.postMessage({ judged, timings: [...facts.timings] } satisfies PartnerAnswer);
});
