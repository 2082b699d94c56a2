/** A run as a folder for lasgroup/SDPO (verl): its question as a dataset, a reward function with feedback, and its settings. */
import { hubName } from '../../lm/base-name.ts'
import { zipped, type NamedFile } from '../../lm/peft.ts'
import { jsonFile, textFile } from '../text-file.ts'
import type { TrlRun } from '../trl/run.ts'
import { verlReadme } from './readme.ts'
import { verlRows } from './settings.ts'
import { nestedYaml } from './yaml.ts'

/** Longest prompt in tokens that is left in the dataset; what stands in verl's user.yaml. */
const promptTokens = 2048

/** Of python/trl, the judge: it needs Python alone. */
export const judgeScripts = /^(?:judge|programs|candidate|responses|words)\.py$/

/**
 * The zip. `scripts` are the files of python/verl and the judge's of python/trl, by their names.
 * Throws an ExplainedError where verl has no loss for the run's arm.
 */
export function verlZip(run: TrlRun, scripts: readonly NamedFile[]): Uint8Array<ArrayBuffer> {
  const { problem, config, model, question } = run
  const rows = verlRows(config)
  const most = promptTokens + config.reprompt.maxTokens + config.maxNewTokens
  const name = hubName(model.id)
  // The bundled model has a name without an owner, and no hub knows it: Hydra then asks for one.
  const onHub = name?.includes('/') ? name : null
  const settings: Record<string, unknown> = {
    ...Object.assign({}, ...rows.map(({ theirs }) => theirs)),
    'actor_rollout_ref.model.path': onHub ?? '???',
    'actor_rollout_ref.actor.strategy': 'fsdp',
    'actor_rollout_ref.actor.ppo_mini_batch_size': 1,
    'actor_rollout_ref.actor.ppo_micro_batch_size_per_gpu': 1,
    'actor_rollout_ref.actor.ppo_max_token_len_per_gpu': most,
    'actor_rollout_ref.actor.use_kl_loss': false,
    'actor_rollout_ref.ref.log_prob_micro_batch_size_per_gpu': 1,
    'actor_rollout_ref.rollout.name': 'vllm',
    'actor_rollout_ref.rollout.calculate_log_probs': true,
    'actor_rollout_ref.rollout.tensor_model_parallel_size': 1,
    'actor_rollout_ref.rollout.log_prob_micro_batch_size_per_gpu': 1,
    'actor_rollout_ref.rollout.max_model_len': most,
    'actor_rollout_ref.rollout.max_num_batched_tokens': most,
    'algorithm.adv_estimator': 'grpo',
    'algorithm.norm_adv_by_std_in_grpo': false,
    'algorithm.use_kl_in_reward': false,
    'data.train_files': ['${oc.env:SDPO_LAB_RUN}/dataset.json'],
    'data.val_files': ['${oc.env:SDPO_LAB_RUN}/dataset.json'],
    'data.train_batch_size': 1,
    'data.max_prompt_length': promptTokens,
    'custom_reward_function.path': '${oc.env:SDPO_LAB_RUN}/reward.py',
    'custom_reward_function.name': 'compute_score',
    'reward_model.use_reward_loop': false,
    'trainer.project_name': 'sdpo-lab',
    'trainer.experiment_name': problem.id,
    'trainer.logger': ['console'],
    'trainer.n_gpus_per_node': 1,
    'trainer.nnodes': 1,
    'trainer.save_freq': -1,
    'trainer.test_freq': -1,
    'trainer.val_before_train': false,
    'trainer.default_local_dir': '${oc.env:SDPO_LAB_RUN}/checkpoints',
    'trainer.rollout_data_dir': '${oc.env:SDPO_LAB_RUN}/rollouts',
  }
  const row = {
    data_source: 'sdpo-lab',
    prompt: [{ role: 'user', content: question }],
    ability: 'sdpo-lab',
    reward_model: { style: 'rule', ground_truth: problem.id },
    extra_info: { split: 'train', index: problem.id },
  }
  return zipped([
    textFile('README.md', verlReadme(run, rows, onHub)),
    textFile('lab.yaml', `defaults:\n  - ppo_trainer\n  - _self_\n\n${nestedYaml(settings)}\n`),
    textFile('dataset.json', `${JSON.stringify(row)}\n`),
    jsonFile('problem.json', problem),
    jsonFile('run.json', { failing_test: config.failingTest, seed: config.seed }),
    ...scripts,
  ])
}
