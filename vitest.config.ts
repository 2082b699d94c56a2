import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { vulkanEnvironment } from './scripts/vulkan.ts'
import { tex } from './scripts/vite-tex.ts'

// Tests on the graphics path run on Dawn, whose processes are born with these.
Object.assign(process.env, vulkanEnvironment())

/** Unit tests lie beside the code and run in Node: everything below the screen runs there unchanged. */
export default defineConfig({
  plugins: [tex()],
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'src/**/*.test.{ts,tsx}',
      'bin/**/*.test.ts',
      'experiments/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**'],
    environment: 'node',
    // One a core; vitest leaves one idle, which is half of a machine with two.
    maxWorkers: availableParallelism(),
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
