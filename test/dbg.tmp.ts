import { transports } from './support/transports';
import { goldenCases } from './support/golden';
import { parseText } from '../src/core/trace/parse';
const [, , tr, lang, n] = process.argv; const pl=(t:string)=>parseText(t).traces.flatMap(x=>x.exceptions.flatMap(e=>e.frames)).filter(f=>f.line!==undefined).map(f=>`${f.file}:${f.line}`);
let shown=0; for(const {name,input} of goldenCases('traces')){ if(!name.includes(`/${lang}/`)||input.length>12000)continue; const t=transports[tr!]!(input.trimEnd()); const a=pl(input.trimEnd()),b=pl(t); if(a.join()!==b.join()&&shown<Number(n??2)){shown++;console.log('##',name,a.length,b.length,'\n',a.slice(0,4).join(' '),'\n',b.slice(0,4).join(' '),'\n'+t.slice(0,700))}}
