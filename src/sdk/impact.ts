/**
 * What it costs if the claim is false. funds: money is lost or a wrong order is sent. position: the bot's picture of its
 * positions or its connection is wrong. blind: nobody can see what happened. hygiene: a trap for the next change.
 */
export type Impact = "funds" | "position" | "blind" | "hygiene";
