/** The browser's sandbox thread: a dedicated module worker that candidates, and nothing else, run in. */
import wasmLocation from '@jitl/quickjs-wasmfile-release-sync/wasm?url'
import { Sandbox } from './sandbox.ts'
import { serveSandbox } from './serve.ts'
import type { SandboxRequest } from './watched.ts'

const scope = self as unknown as DedicatedWorkerGlobalScope
const handle = serveSandbox(new Sandbox({ wasmLocation }), (message) => scope.postMessage(message))
scope.onmessage = (event: MessageEvent<SandboxRequest>) => handle(event.data)
