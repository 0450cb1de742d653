// GitHub's own client and plugins. The build puts this module into a file of its own (`dist/octokit.js`), which is loaded when GitHub is first asked.
export { retry } from '@octokit/plugin-retry';
export { throttling } from '@octokit/plugin-throttling';
export { Octokit } from '@octokit/rest';
