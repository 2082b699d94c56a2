/** The browser's sandbox thread: a dedicated module worker that candidates, and nothing else, run in. */
import wasmLocation from '@jitl/quickjs-wasmfile-release-sync/wasm?url'
import { serveSandbox } from './serve.ts'
import type { SandboxRequest } from './watched.ts'

const scope = self as unknown as DedicatedWorkerGlobalScope
const handle = serveSandbox({ wasmLocation }, (message) => scope.postMessage(message))
scope.onmessage = (event: MessageEvent<SandboxRequest>) => handle(event.data)
