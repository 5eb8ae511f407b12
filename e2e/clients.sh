#!/usr/bin/env bash
# Clients of others at the doors of the embedded stack: dcmtk's echoscu, storescu and dcmsend, pynetdicom, and
# dicomweb-client. All send the same objects; afterwards each image has to be there once.
#
# usage: e2e/clients.sh [FOLDER]
#   FOLDER  DICOM files (../shared/data/dicom/valid): of those, C-STORE and STOW-RS have to say the same
# Objects that the tests' own writer made are sent in any case, and all of them have to be taken.
# What is not installed is skipped and said; the Python clients are installed into target/clients-venv.
# Ends with 1 if something is refused, missing, or there twice.
set -euo pipefail
project=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
real=${1:-$project/../shared/data/dicom/valid}
title=EQUIPOISE dataset=clients
work=$(mktemp -d)
up=
failures=0
finish() {
    if [ -n "$up" ]; then
        kill "$up" 2>/dev/null || true
        wait "$up" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap finish EXIT

fail() {
    echo "e2e/clients.sh: $*" >&2
    exit 1
}

# said WHAT COMMAND...: runs it, and shows what it says.
said() {
    local what=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        printf 'ok       %s\n' "$what"
    else
        printf 'FAILED   %s\n' "$what"
        failures=$((failures + 1))
    fi
    sed 's/^/         /' "$work/said"
}

install_python_clients() {
    local requirements=$project/e2e/clients-requirements.txt venv=$project/target/clients-venv
    python=python3
    if ! command -v python3 >/dev/null; then
        echo "skipped  pynetdicom and dicomweb-client: there is no python3"
    elif [ -e "$venv/complete" ] && [ ! "$requirements" -nt "$venv/complete" ]; then
        python=$venv/bin/python
    elif { python3 -m venv "$venv" && "$venv/bin/pip" install -q -r "$requirements"; } >"$work/pip.log" 2>&1; then
        touch "$venv/complete"
        python=$venv/bin/python
    else
        echo "skipped  pynetdicom and dicomweb-client: $(tail -n 1 "$work/pip.log")"
    fi
}

# Images that are there: the embedded S3 keeps an object as a file, and an image's key follows from its pixels.
images() { find "$work/home/data/s3/images/$dataset" -type f 2>/dev/null | wc -l; }
# Frames that were stored at the doors: their keys follow from UIDs, number and pixels.
frames() { find "$work/home/data/s3/studies/dicom" -type f 2>/dev/null | wc -l; }
status() { EQUIPOISE_NO_BUILD=1 "$project/equipoise" status --home "$work/home" --json >"$work/status.json"; }

# Waits until ingest has taken everything that was published at the doors.
settle() {
    local i
    for ((i = 0; i < 30; i++)); do
        status
        ! jq -e '.topics["studies.published"].lags["ingest-studies"].count == 0' "$work/status.json" >/dev/null || return 0
        sleep 1
    done
    return 1
}

# once FRAMES IMAGES: so many are there, and nothing was set aside.
once() {
    settle || { echo "ingest did not take what was published within 30 s"; return 1; }
    echo "frames $(frames) of $1, different images $(images) of $2," \
        "arrivals $(jq '.topics["images.ingested"].records.count' "$work/status.json")"
    [ "$(frames)" -eq "$1" ] && [ "$(images)" -eq "$2" ] && jq -e '.deadLetters == {}' "$work/status.json" >/dev/null
}

mkdir -p "$project/target"
install_python_clients
classes=$project/dicom/target/classes:$project/dicom/target/test-classes
[ -e "$project/dicom/target/test-classes/org/equipoise/dicom/tool/SyntheticObjects.class" ] \
    || (cd "$project" && mvn -q -B -T1 -Dspotless.check.skip=true -am -pl dicom test-compile) >&2
java -cp "$classes" org.equipoise.dicom.tool.SyntheticObjects "$work/synthetic"
objects=("$work/synthetic"/*.dcm)

echo "any -> dataset=$dataset" >"$work/routes.txt"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null || echo 11112)
EQUIPOISE_INGEST_DIMSE_PORT=$port \
    EQUIPOISE_INGEST_DIMSE_CALLING_AE_TITLES=ECHOSCU,STORESCU,DCMSEND,PYNETDICOM \
    EQUIPOISE_INGEST_DOORS_ROUTES=$work/routes.txt \
    "$project/equipoise" up --home "$work/home" --services ingest-service >"$work/up.log" 2>&1 &
up=$!
for ((i = 0; i < 300; i++)); do
    [ ! -e "$work/home/stack.json" ] || break
    kill -0 "$up" 2>/dev/null || { cat "$work/up.log" >&2; fail "the stack did not start"; }
    sleep 1
done
url=$(jq -r '.services["ingest-service"]' "$work/home/stack.json")
echo "the stack runs: STOW-RS at $url/dicom-web, C-STORE at port $port"

# peers FOLDER: all clients of C-STORE that are installed.
peers() { PYTHON=$python bash "$project/dicom/peers.sh" 127.0.0.1 "$port" "$title" "$1"; }
has_python_clients() { "$python" -c 'import dicomweb_client, pynetdicom' 2>/dev/null; }
clients() { "$python" "$project/e2e/src/test/python/clients.py" "$@"; }

said "${#objects[@]} objects of the tests' own writer, by C-STORE" peers "$work/synthetic"
if has_python_clients; then
    said "dicomweb-client, the same in one request of STOW-RS" clients stow "$url/dicom-web" "${objects[@]}"
else
    echo "skipped  dicomweb-client is not installed"
fi
if has_python_clients || command -v storescu >/dev/null || command -v dcmsend >/dev/null; then
    said "each of them is there once" once "${#objects[@]}" "${#objects[@]}"
else
    echo "skipped  each of them is there once: no client is installed"
fi

if [ ! -d "$real" ]; then
    echo "skipped  real objects: ${real#"$project"/} is not there"
elif ! has_python_clients; then
    echo "skipped  real objects: pynetdicom and dicomweb-client are not installed"
else
    mkdir "$work/taken"
    said "C-STORE by pynetdicom and STOW-RS by dicomweb-client agree about each real object" \
        clients agree "$url/dicom-web" 127.0.0.1 "$port" "$title" "$work/taken" "$real"/*.dcm
    settle || failures=$((failures + 1))
    # Some of these objects show the same as another.
    frames=$(frames) images=$(images)
    said "those that were taken, by each client again" peers "$work/taken"
    said "nothing is there twice" once "$frames" "$images"
fi
exit $((failures > 0))
