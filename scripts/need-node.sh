# To be sourced by a proof: ends it as skipped (77) where Node 20 or newer, with npm, is lacking.
for tool in node npm; do
  command -v $tool >/dev/null || { echo "$tool is not installed"; exit 77; }
done
node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' \
  || { echo "Node is older than 20"; exit 77; }
