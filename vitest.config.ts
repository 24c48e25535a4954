import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // A hang is told; a slow machine is no failure.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    include: ["test/**/*.test.ts", "src/**/*.test.ts"],
    globalSetup: ["test/build-parser.ts"],
  },
});
