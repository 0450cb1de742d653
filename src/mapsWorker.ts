// What the worker that reads source maps runs: built on its own, so that the editor's bundle does not hold it.
import { serveMaps } from './adapters/maps/worker';

serveMaps();
