/** The configuration of golive, in the root of the bot. */
export const CONFIG_FILE = "golive.yaml";
