import { render } from 'preact';
import { type FormToHost, HostToForm } from '../../protocol/form';
import { configureStrings, connect } from '../shared/host';
import { Form } from './form';
import { FormState } from './state';
import '../shared/base.css';
import './form.css';

const root = document.getElementById('root');
if (root) {
	configureStrings(root);
	const state = new FormState((message) => host.send(message));
	const host = connect<HostToForm, FormToHost>(HostToForm, (message) => state.receive(message));
	state.onDidChange = () => render(<Form state={state} />, root);
	host.send({ type: 'ready' });
}
