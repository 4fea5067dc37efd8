#!/bin/sh
# Builds argon2's addon from the source that its npm package brings, for one kind of processor, and puts it where the
# package looks first. The prebuilt one is for every x86-64 and so knows no AVX2; this one is about 1.8 times as fast.
#
#   docker/build-argon2.sh [march]      x86-64-v3 by default: AVX2, in Intel since 2013 and AMD since 2015
#
# Needs a C and C++ compiler. The headers come from npm (node-api-headers), so nothing is fetched.
set -eu
march=${1:-x86-64-v3}
modules=$(cd "$(dirname "$0")/../node_modules" && pwd)
source=$modules/argon2
out=$source/build/Release
addon_api=$(cd "$source" && node -p "require('node-addon-api').include_dir")
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT

case $(uname -m) in
  x86_64) arch="-march=$march" implementation=opt ;;
  *) arch='' implementation=ref ;;
esac
flags="-O3 $arch -fPIC -pthread -fvisibility=hidden -fdata-sections -ffunction-sections -DNDEBUG -D_FORTIFY_SOURCE=2"
for name in argon2 core encoding thread blake2/blake2b $implementation; do
  cc $flags -I"$source/argon2/include" -c "$source/argon2/src/$name.c" -o "$objects/$(basename "$name").o"
done
c++ $flags -std=c++17 -fexceptions -DNAPI_VERSION=8 -DNODE_ADDON_API_DISABLE_DEPRECATED \
  -DNODE_API_NO_EXTERNAL_BUFFERS_ALLOWED -DBUILDING_NODE_EXTENSION -DNODE_GYP_MODULE_NAME=argon2 \
  -I"$source/argon2/include" -I"$modules/node-api-headers/include" -I"$addon_api" \
  -c "$source/argon2.cpp" -o "$objects/addon.o"
mkdir -p "$out"
c++ -shared -pthread -Wl,--gc-sections -o "$out/argon2.node" "$objects"/*.o
echo "argon2 is built for $march"
