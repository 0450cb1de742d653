// What is read when the first review is open.
export { blamelessSteps } from '../../core/blameless/check';
export { reasonFor } from '../../core/blameless/reasons';
