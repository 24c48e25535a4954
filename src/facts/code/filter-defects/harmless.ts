/** Methods of plain values, clocks and loggers: asking them does not fail for want of an answer. */
const HARMLESS = /^_*(get|items|keys|values|append|add|pop|strip|lower|upper|split|replace|startswith|endswith|format|join|copy|now|utcnow|time|monotonic|total_seconds|timestamp|fromisoformat|date|debug|info|warning|error|exception|log|logger|logging|math|np|os|re|json|asyncio)$/;

export const isHarmless = (name: string): boolean => HARMLESS.test(name);
