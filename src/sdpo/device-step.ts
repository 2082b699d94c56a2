/**
 * The end of an update as kernels: AdamW after clipping, and the moving average that is the teacher, as `step` (graphs/step.ts)
 * defines them. The norm of a gradient is summed in parts, which every invocation of the step adds up for itself.
 */
import { kernelCode, type KernelCode } from '../lm/device/kernel-code.ts'

/** Parts of a norm, and invocations of a workgroup. */
const parts = 64
const width = 256

export interface StepShape {
  policies: number
  /** Values of a policy's vectors, and losses of a policy. */
  length: number
  losses: number
}

/** Floats of `sums`: the parts of each policy's norm, then each policy's loss. */
export const sumsLength = ({ policies }: StepShape) => policies * (parts + 1)

/** The norm of a policy's gradient before clipping, and its loss, of what `sums` holds. */
export function readSums(sums: Float32Array, { policies }: StepShape, policy: number) {
  const own = sums.subarray(policy * parts, (policy + 1) * parts)
  return { gradNorm: Math.sqrt(own.reduce((a, b) => a + b, 0)), loss: sums[policies * parts + policy]! }
}

/** Squares of gradient [policies, length] summed in parts, and losses [policies, losses] added up. */
export const sumsKernel = ({ policies, length, losses: count }: StepShape): KernelCode =>
  kernelCode(
    'sums of gradients',
    { gradient: 'read', losses: 'read', sums: 'write' },
    `var<workgroup> part: array<f32, ${width}>;
@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let policy = group.y;
  var s = 0.0;
  for (var k = group.x * ${width}u + i; k < ${length}u; k += ${parts * width}u) {
    let g = gradient[policy * ${length}u + k];
    s += g * g;
  }
  part[i] = s;
  for (var half = ${width / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (i < half) { part[i] += part[i + half]; }
  }
  if (i == 0u) {
    sums[policy * ${parts}u + group.x] = part[0];
    if (group.x == 0u) {
      var loss = 0.0;
      for (var k = 0u; k < ${count}u; k++) { loss += losses[policy * ${count}u + k]; }
      sums[${policies * parts}u + policy] = loss;
    }
  }
}`,
    [parts, policies, 1],
  )

/** Steps student, moments and teacher [policies, length] in place; `settings` are AdamW's of each policy, then how fast teachers follow. */
export function stepKernel({ policies, length }: StepShape): KernelCode {
  const groups = Math.min(65535, Math.ceil(length / width))
  return kernelCode(
    'optimiser',
    {
      gradient: 'read',
      sums: 'read',
      settings: 'read',
      student: 'write',
      firstMoment: 'write',
      secondMoment: 'write',
      teacher: 'write',
    },
    `fn finite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }
@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let policy = group.y;
  var squares = 0.0;
  for (var j = 0u; j < ${parts}u; j++) { squares += sums[policy * ${parts}u + j]; }
  let norm = sqrt(squares);
  let loss = sums[${policies * parts}u + policy];
  let sound = finite(squares) && finite(loss) && abs(loss) < 1.7e19;
  let at = policy * 8u;
  let rate = settings[at];
  let beta1 = settings[at + 1u];
  let beta2 = settings[at + 2u];
  let clip = min(settings[at + 5u] / (norm + 1e-6), 1.0);
  let follow = settings[${policies * 8}u];
  for (var k = group.x * ${width}u + i; k < ${length}u; k += ${groups * width}u) {
    let e = policy * ${length}u + k;
    if (sound) {
      let g = gradient[e] * clip;
      let first = firstMoment[e] * beta1 + g * (1.0 - beta1);
      let second = secondMoment[e] * beta2 + g * g * (1.0 - beta2);
      firstMoment[e] = first;
      secondMoment[e] = second;
      student[e] = student[e] * (1.0 - rate * settings[at + 4u])
        - first * (rate / settings[at + 6u]) / (sqrt(second) / settings[at + 7u] + settings[at + 3u]);
    }
    teacher[e] = teacher[e] * (1.0 - follow) + student[e] * follow;
  }
}`,
    [groups, policies, 1],
  )
}
