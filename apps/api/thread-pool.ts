import { availableParallelism } from 'node:os';

/** Threads beyond those that hash, so that DNS and files never wait behind passwords. */
const SPARE_THREADS = 4;

const hashes = Number(process.env['HASH_CONCURRENCY']) || availableParallelism();
process.env['UV_THREADPOOL_SIZE'] ??= String(hashes + SPARE_THREADS);
