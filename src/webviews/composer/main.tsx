import { render } from 'preact';
import { type ComposerToHost, HostToComposer } from '../../protocol/composer';
import { configureStrings, connect } from '../shared/host';
import { Composer } from './composer';
import { ComposerModel } from './model';
import '../shared/base.css';
import './composer.css';

const root = document.getElementById('root');
if (root) {
	configureStrings(root);
	const model = new ComposerModel((message) => host.send(message));
	const host = connect<HostToComposer, ComposerToHost>(
		HostToComposer,
		(message) => model.receive(message),
		() => host.send({ type: 'dropped' }),
	);
	model.onDidChange = () => render(<Composer model={model} />, root);
	host.send({ type: 'ready' });
}
