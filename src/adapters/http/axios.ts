// The HTTP client. The build puts this module into a file of its own (`dist/axios.js`), which is loaded when a source is first asked.
export { default as axios } from 'axios';
