// What the worker that indexes commits runs: built on its own, for whole histories are read in it.
import { serveCommits } from './adapters/commits/worker';

serveCommits();
