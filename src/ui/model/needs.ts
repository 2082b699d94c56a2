/** What a model is held against on this device. */
import { useEffect, useMemo, useState } from 'react'
import { saidMemory, wasmHeap, type DeviceLimits } from '../../lm/memory.ts'
import { useLabState } from '../lab.tsx'

type Adapter = Pick<DeviceLimits, 'buffer' | 'float16'>

const noAdapter: Adapter = { buffer: null, float16: false }
let asked: Promise<Adapter> | null = null

/** Asked once for all who want to know. */
function adapterHere(): Promise<Adapter> {
  return (asked ??= navigator.gpu.requestAdapter().then(
    (adapter) =>
      adapter
        ? { buffer: adapter.limits.maxBufferSize, float16: adapter.features.has('shader-f16') }
        : noAdapter,
    () => noAdapter,
  ))
}

/** As far as the browser tells. On the CPU a WebAssembly heap is the limit, else the adapter's buffers. */
export function useDevice(): DeviceLimits {
  const backend = useLabState((s) =>
    s.settings.backend === 'auto' ? (s.engine.backend?.name ?? null) : s.settings.backend,
  )
  const [adapter, setAdapter] = useState(noAdapter)
  useEffect(() => {
    if (!('gpu' in navigator) || backend === 'wasm') return
    let here = true
    void adapterHere().then((found) => here && setAdapter(found))
    return () => void (here = false)
  }, [backend])
  return useMemo(() => {
    const onGpu = adapter.buffer !== null && backend !== 'wasm'
    return {
      memory: saidMemory(),
      ...(onGpu ? { heap: null, ...adapter } : { heap: wasmHeap, ...noAdapter }),
    }
  }, [backend, adapter])
}
