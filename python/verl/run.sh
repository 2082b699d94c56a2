#!/bin/bash
# Trains by lasgroup/SDPO on the problem of this folder: bash run.sh, with settings of verl behind it (trainer.n_gpus_per_node=4).
set -euo pipefail
SDPO_LAB_RUN="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
export SDPO_LAB_RUN
exec python -m verl.trainer.main_ppo --config-dir "$SDPO_LAB_RUN" --config-name lab "$@"
