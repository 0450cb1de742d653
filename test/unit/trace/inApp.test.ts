import assert from 'node:assert/strict';
import { isInAppMethod, isInAppPath } from '../../../src/core/trace/inApp';

describe('a first guess whose code a frame is in', () => {
	it('is ours for paths of projects, in whatever language', () => {
		for (const path of [
			'/srv/app/src/cart.js',
			'/usr/src/app/index.js',
			'C:\\work\\shop\\Cart.cs',
			'app/models/cart.rb',
			'lib/shop/cart.ex',
			'./src/lib/cart.rs',
			'src/share/cart.py',
			'webpack:///./src/a.ts',
			'/home/ana/go/src/github.com/acme/shop/main.go',
			'package:shop/cart.dart',
		]) {
			assert.equal(isInAppPath(path), true, path);
		}
	});

	it("is other people's for packages and runtimes", () => {
		for (const path of [
			'/srv/app/node_modules/express/lib/router.js',
			'node:internal/process/task_queues',
			'<node_internals>/internal/timers', // as debuggers call them
			'/usr/lib/python3.11/asyncio/runners.py',
			'/srv/venv/lib/python3.11/site-packages/flask/app.py',
			'/root/go/pkg/mod/github.com/gin-gonic/gin@v1.9.1/context.go',
			'/root/.cargo/registry/src/index.crates.io-6f17d22bba15001f/tokio-1.36.0/src/lib.rs',
			'/rustc/07dca489ac2d933c78d3c5158e3f43beefeb02ce/library/core/src/panicking.rs',
			'/usr/local/bundle/gems/rails-7.1.0/lib/rails.rb',
			'/usr/lib/ruby/3.1.0/json/common.rb',
			'/usr/share/php/Monolog/Logger.php',
			'/srv/app/vendor/laravel/framework/src/Illuminate/Pipeline.php',
			'dart:async-patch/async_patch.dart',
			'/home/ana/.pub-cache/hosted/pub.dev/http-1.0.0/lib/http.dart',
			'C:\\Users\\ana\\.nuget\\packages\\serilog\\2.0.0\\Log.cs',
			'/_/src/libraries/System.Private.CoreLib/src/System/Int32.cs',
			'../sysdeps/unix/sysv/linux/raise.c',
			'/usr/include/c++/12/bits/stl_vector.h',
			'/home/ana/.julia/packages/HTTP/x1Y2z/src/HTTP.jl',
		]) {
			assert.equal(isInAppPath(path), false, path);
		}
		assert.equal(isInAppPath(undefined), false);
	});

	it('goes by the package on the JVM', () => {
		assert.equal(isInAppMethod('com.acme.shop.Cart.total'), true);
		assert.equal(isInAppMethod('org.springframework.web.servlet.DispatcherServlet.doDispatch'), false);
	});
});
