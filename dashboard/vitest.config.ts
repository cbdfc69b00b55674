import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    environment: 'node',
    setupFiles: ['tests/setup.ts'],
    maxWorkers: 2,
    // Parsing every source file takes a while on a busy machine.
    testTimeout: 30_000,
  },
});
