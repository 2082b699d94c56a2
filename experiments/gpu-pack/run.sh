#!/bin/sh
# ./run.sh OUT [SECONDS [PART ...]]: runs the packed lab on this machine's card; results come into OUT one by one.
# Needs Linux on x86-64 with a Vulkan driver; nothing is fetched. SECONDS (540) ends it early; PARTs are as report.txt names them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?name the folder for the results}
limit=${2:-540}
shift
[ $# -eq 0 ] || shift
mkdir -p "$out"
for packed in "$here"/*.gz; do
  [ -e "$packed" ] || continue
  [ -e "${packed%.gz}" ] || gzip -dc "$packed" > "${packed%.gz}.part"
  [ -e "${packed%.gz}" ] || mv "${packed%.gz}.part" "${packed%.gz}"
done
chmod +x "$here/node"
if ls "$here"/gl/*.deb >/dev/null 2>&1 && [ ! -d "$here/gl/root" ]; then
  mkdir -p "$here/gl/root"
  for deb in "$here"/gl/*.deb; do dpkg -x "$deb" "$here/gl/root"; done
fi
for folder in "$here/gl" "$here/gl/root/usr/lib/x86_64-linux-gnu"; do
  [ -d "$folder" ] && LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$folder"
done
export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:-}"
if [ -z "${VK_DRIVER_FILES:-}" ]; then
  for driver in /usr/local/nvidia/share/vulkan/icd.d /etc/vulkan/icd.d /usr/share/vulkan/icd.d; do
    if [ -e "$driver/nvidia_icd.json" ]; then export VK_DRIVER_FILES="$driver/nvidia_icd.json"; break; fi
  done
fi
cd "$here"
exec timeout "$limit" ./node lab.mjs "$(cd "$OLDPWD" && cd "$out" && pwd)" "$@"
