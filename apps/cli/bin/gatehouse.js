#!/usr/bin/env node
// npm links programs when it installs, and nothing has been built by then: this file is always there.
await import('../dist/main.js');
