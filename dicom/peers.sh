#!/usr/bin/env bash
# Clients of others against a C-STORE/C-ECHO SCP: dcmtk's echoscu, storescu and dcmsend, and pynetdicom, as far as they are
# installed. Each has its own name in upper case as AE title, which the SCP has to permit.
#
# usage: dicom/peers.sh HOST PORT AE-TITLE FOLDER
#   PYTHON names the Python that has pynetdicom (python3)
# Ends with 1 if a client says that something was refused or failed.
set -euo pipefail
[[ $# -eq 4 ]] || { sed -n '2,/^set/p' "$0" | sed '$d' >&2; exit 2; }
host=$1 port=$2 title=$3 folder=$4
python=${PYTHON:-python3}
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
failures=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# said NAME WHAT COMMAND...: runs it, and shows what it says if it fails.
said() {
    local name=$1 what=$2
    shift 2
    if "$@" >"$log" 2>&1; then
        printf 'ok       %-11s %s\n' "$name" "$what"
    else
        printf 'FAILED   %-11s %s\n' "$name" "$what"
        tail -20 "$log"
        failures=$((failures + 1))
    fi
}
skipped() { printf 'skipped  %-11s is not installed\n' "$1"; }

# The option by which storescu proposes the transfer syntax of a file; it does not convert what is compressed.
option() {
    case $(dcmdump +P 0002,0010 "$1" 2>/dev/null) in
        *=LittleEndianImplicit*) echo -xi ;;
        *=BigEndianExplicit*) echo -xb ;;
        *=Deflated*) echo -xd ;;
        *=RLELossless*) echo -xr ;;
        *=JPEGBaseline*) echo -xy ;;
        *=JPEGExtended*) echo -xx ;;
        *=JPEGLossless*) echo -xs ;;
        *=JPEGLSLossless*) echo -xt ;;
        *=JPEGLSLossy*) echo -xu ;;
        *=JPEG2000LosslessOnly*) echo -xv ;;
        *=JPEG2000*) echo -xw ;;
        *) echo -xe ;;
    esac
}

store_each() {
    local file
    for file in "${readable[@]}"; do
        storescu -R "$(option "$file")" -aet STORESCU -aec "$title" "$host" "$port" "$file" || return 1
    done
}

files=("$folder"/*.dcm)
# dcmtk sends what dcmtk reads.
readable=()
if command -v dcmdump >/dev/null; then
    for file in "${files[@]}"; do
        if dcmdump "$file" >/dev/null 2>&1; then
            readable+=("$file")
        else
            printf 'left out of storescu and dcmsend, as dcmtk cannot read it: %s\n' "${file##*/}"
        fi
    done
fi
if command -v echoscu >/dev/null; then
    said echoscu "C-ECHO" echoscu -aet ECHOSCU -aec "$title" "$host" "$port"
else
    skipped echoscu
fi
if command -v storescu >/dev/null && command -v dcmdump >/dev/null; then
    said storescu "${#readable[@]} files, an association each" store_each
else
    skipped storescu
fi
if command -v dcmsend >/dev/null && command -v dcmdump >/dev/null; then
    said dcmsend "${#readable[@]} files" \
        dcmsend --decompress-never -aet DCMSEND -aec "$title" "$host" "$port" "${readable[@]}"
else
    skipped dcmsend
fi
if "$python" -c 'import pynetdicom' 2>/dev/null; then
    said pynetdicom "C-ECHO and ${#files[@]} files, one association" \
        "$python" "$here/src/test/python/store.py" "$host" "$port" "$title" "${files[@]}"
else
    skipped pynetdicom
fi
exit $((failures > 0))
