import type { CrossedMetric } from "./crossed-metrics.ts";
import { valueText } from "./crossed-metrics.ts";
import type { Asked } from "./judged-metrics.ts";
import { askedText, both } from "./metric-texts.ts";
import { say } from "./crossed-without-warning/messages.ts";
import type { Text } from "../../sdk/text.ts";

/** What every text about a silent line is filled with. */
export const silentValues = ({ group, worst }: CrossedMetric, asked: Asked): { readonly value: Text; readonly asked: Text; readonly count: string } =>
  ({ value: valueText(group.kind, worst!.base), asked: askedText(group.kind, asked), count: String(group.silent.length) });

export const silentText = (one: CrossedMetric, asked: Asked): Text => both((words) => say("silent", words), one.group.kind, silentValues(one, asked));
