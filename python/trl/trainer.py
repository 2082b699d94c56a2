"""SDPO with feedback that each attempt gets for itself.

TRL's SDPOTrainer takes feedback from the dataset (`privileged_context`), where it stands before anything was
attempted. Here the judge gives it, together with the reward; every other part of the method is TRL's.
"""

import torch
from accelerate.utils import gather_object
from peft import get_peft_model_state_dict, set_peft_model_state_dict
from transformers import TrainerCallback
from trl.experimental.sdpo import SDPOTrainer
from trl.experimental.sdpo.sdpo_trainer import SuccessfulRolloutTeacherContextBuilder
from trl.experimental.sdpo.teacher_sync import PEFTAdapterEMACallback


class AttemptFeedback(SuccessfulRolloutTeacherContextBuilder):
    """Teacher contexts from the feedback on this process's attempts, which the judge has just given."""

    def build(self, output, prompts, rewards, feedbacks=None):
        return super().build(output, prompts, rewards, feedbacks=self.trainer.feedbacks)


class TeacherFromStart(TrainerCallback):
    """TRL's EMA adapter begins at zero; the method's teacher begins where the student does."""

    def __init__(self, trainer):
        self.trainer = trainer

    def on_train_begin(self, args, state, control, **kwargs):
        for callback in self.trainer.callback_handler.callbacks:
            if not isinstance(callback, PEFTAdapterEMACallback):
                continue
            model = self.trainer.accelerator.unwrap_model(self.trainer.model)
            start = {name: value.detach().clone() for name, value in get_peft_model_state_dict(model).items()}
            callback.shadow_weights = start
            set_peft_model_state_dict(model, start, adapter_name=callback.teacher_adapter_name)


class FeedbackSDPOTrainer(SDPOTrainer):
    """SDPOTrainer whose `judge` (judge.py) gives reward and feedback of each attempt.

    Callbacks that have `on_attempts_scored` get a list of dicts, one an attempt, on the main process.
    """

    def __init__(self, *args, judge, top=5, **kwargs):
        self.feedbacks = []
        self.judge = judge
        self.top = top
        self.attempts_before = 0
        self.attempts = {}
        super().__init__(*args, reward_funcs=[self._reward], **kwargs)
        self.teacher_context_builder = AttemptFeedback(self)
        self.add_callback(TeacherFromStart(self))

    def _reward(self, prompts, completions, completion_ids, **kwargs):
        texts = [each if isinstance(each, str) else each[-1]["content"] for each in completions]
        ended = [*self.eos_token_ids, self._tokenizer.pad_token_id]
        verdicts = self.judge.all(texts, [not ids or ids[-1] not in ended for ids in completion_ids])
        self.feedbacks = [feedback for _, feedback in verdicts]
        self.texts = texts
        return [reward for reward, _ in verdicts]

    def _prepare_training_batch(self, inputs):
        batch = super()._prepare_training_batch(inputs)
        local = len(inputs)
        first = self.attempts_before + self.accelerator.process_index * local + 1
        batch["attempt"] = torch.arange(first, first + local, device=batch["completion_ids"].device)
        self.attempts_before += self.accelerator.num_processes * local
        self.attempts = {
            first + i: {
                "step": self.state.global_step + 1,
                "attempt": first + i,
                "text": self.texts[i],
                "reward": batch["rewards"][i].item(),
                "feedback": self.feedbacks[i],
                "advantage": batch["advantages"][i].item(),
            }
            for i in range(local)
        }
        return batch

    def _compute_teacher_student_logits(self, model, teacher_model, inputs):
        logits = super()._compute_teacher_student_logits(model, teacher_model, inputs)
        self._tell(inputs, logits.student_logits, logits.teacher_logits)
        return logits

    def _compute_policy_loss(self, inputs, student_logits):
        if self.args.distillation_weight == 0.0:
            self._tell(inputs, student_logits, None)
        return super()._compute_policy_loss(inputs, student_logits)

    @torch.no_grad()
    def _tell(self, inputs, student_logits, teacher_logits):
        """Dispatches what both readers gave each attempt, once an attempt; log-probabilities are natural, at the run's temperature."""
        told = []
        for row, attempt in enumerate(inputs["attempt"].tolist()):
            line = self.attempts.pop(attempt, None)
            if line is None:
                continue
            length = int(inputs["completion_mask"][row].sum())
            ids = inputs["completion_ids"][row, :length]
            line["prompt"] = self._read(inputs["prompt_ids"][row], inputs["prompt_mask"][row])
            student = student_logits[row, :length].float().log_softmax(-1)
            teacher = None
            if teacher_logits is not None and inputs["self_distillation_mask"][row] > 0:
                whole = inputs["teacher_attention_mask"][row]
                before = whole.size(0) - inputs["completion_ids"].size(1)
                line["teacher_prompt"] = self._read(inputs["teacher_input_ids"][row, :before], whole[:before])
                teacher = teacher_logits[row, :length].float().log_softmax(-1)
            line["tokens"] = [self._token(ids, student, teacher, at) for at in range(length)]
            told.append(line)
        told = gather_object(told)
        if told and self.accelerator.is_main_process:
            self._dispatch_self_distillation_callback("on_attempts_scored", attempts=told)

    def _read(self, ids, mask):
        return self._tokenizer.decode(ids[mask.bool()], skip_special_tokens=False)

    def _token(self, ids, student, teacher, at):
        chosen = ids[at].item()
        others = student[at].topk(self.top).indices.tolist()
        if teacher is not None:
            others += [each for each in teacher[at].topk(self.top).indices.tolist() if each not in others]

        def said(each):
            return {
                "text": self._tokenizer.decode([each]),
                "id": each,
                "student": student[at, each].item(),
                **({} if teacher is None else {"teacher": teacher[at, each].item()}),
            }

        return {**said(chosen), "top": [said(each) for each in others if each != chosen]}
