/** What golive answers with: 0 go-live, 1 no-go, 2 bad input or usage, 3 a bug of our own. */
export type ExitCode = 0 | 1 | 2 | 3;
