"""Style and script of the HTML digest: no outside address, both schemes of color, paper and phone."""

from __future__ import annotations

# Page margins follow GB/T 9704-2012: head 37 mm, binding edge 28 mm.
STYLE = """
:root{color-scheme:light dark;--ink:#1c1c1c;--soft:#5c5c5c;--rule:#b3261e;--line:#d9d5ce;--paper:#fff;--mark:#fff0a8}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e8e6e1;--soft:#a9a59d;--rule:#e0736b;--line:#3d3b38;--paper:#191919;--mark:#5a4b12}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:46rem;background:var(--paper);color:var(--ink);line-height:1.75;
overflow-wrap:anywhere;font-family:"FangSong","STFangsong","Noto Serif CJK SC","Songti SC","SimSun",serif;font-size:1.06rem}
h1,h2,h3,h4,nav,summary,footer,.kicker,.subtitle,.meta,.facts,.tags,.also{font-family:"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","SimHei",sans-serif}
.logo{display:block;height:3.2rem;margin:0 auto .5rem}td.words{text-align:left}thead th{text-align:center}caption{text-align:left;font-weight:600;padding:.2rem 0}header{text-align:center;border-bottom:3px solid var(--rule);margin-bottom:1.2rem;padding-bottom:.7rem}
h1{color:var(--rule);font-size:clamp(1.8rem,7vw,2.4rem);line-height:1.3;letter-spacing:.3em;margin:.2rem 0 .3rem .3em}
h2{font-size:1.25rem;line-height:1.4;border-left:.35rem solid var(--rule);padding-left:.6rem;margin:2rem 0 .6rem;break-after:avoid}
h3{font-size:1.12rem;line-height:1.45;margin:0 0 .2rem}
p{margin:.4rem 0}a{color:inherit;text-decoration:none}a:hover,a:focus-visible{text-decoration:underline}
nav{font-size:.95rem;border-bottom:1px solid var(--line);padding-bottom:.8rem}nav h2{font-size:1.05rem;border:0;padding:0;margin:.4rem 0}
nav ul{list-style:none;padding-left:0;margin:0}nav ul ul{padding-left:1.2em}nav li{line-height:1.6;margin:.15rem 0}
nav>ul>li>a{font-weight:600}nav .count{color:var(--soft);font-size:.88em}
article{break-inside:avoid;border-bottom:1px solid var(--line);padding:.9rem 0}section>article:last-child{border-bottom:0}
.kicker,.subtitle,.meta,.facts,.also{color:var(--soft);font-size:.88rem;line-height:1.6;margin:.15rem 0}
.summary{text-indent:2em}.tags{display:flex;flex-wrap:wrap;gap:.4rem;font-size:.86rem;margin:.3rem 0}
.tags span{border:1px solid var(--rule);color:var(--rule);border-radius:.25rem;padding:0 .4rem;line-height:1.5}
details{font-size:.98rem;margin-top:.4rem}summary{cursor:pointer;color:var(--soft);font-size:.88rem}
details[open]{border-left:2px solid var(--line);padding-left:.8rem}
details p{text-indent:2em;margin:.3rem 0}details h4{font-size:1rem;text-align:center;margin:.7rem 0 .2rem}
mark{background:var(--mark);color:inherit}blockquote{margin:.4rem 0;padding-left:.8rem;border-left:2px solid var(--line)}
footer{margin-top:2rem;border-top:1px solid var(--line);padding-top:.5rem;color:var(--soft);font-size:.84rem}
table{border-collapse:collapse;width:100%;font-size:.9rem;margin:1rem 0}th,td{border:1px solid var(--line);padding:.2rem .5rem;text-align:right}
th:first-child,td:first-child{text-align:left}.wide{overflow-x:auto}
.issue span{display:inline-block;margin:0 .5em}.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.4rem .8rem;border:2px solid var(--rule)}
.charts{display:flex;flex-wrap:wrap;gap:1rem 2rem;margin:1rem 0}.charts figure{margin:0;flex:1 1 15rem;max-width:24rem}
.charts figcaption{font-size:.95rem;font-weight:600}.charts svg{width:100%;height:auto;display:block}.charts text{fill:var(--ink);font-size:13px}
.charts rect{fill:var(--rule)}.charts figcaption,.charts text,#find,table,.tail,.warn,.intro{font-family:"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","SimHei",sans-serif}
#find{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;margin:1rem 0;padding:.7rem;border:1px solid var(--line);border-radius:.4rem}
#find[hidden]{display:none}#find label{font-size:.88rem;flex:1 1 9rem}#find input,#find select{display:block;width:100%;font:inherit;font-size:1rem;
padding:.35rem .5rem;color:var(--ink);background:var(--paper);border:1px solid var(--soft);border-radius:.25rem;min-height:2.5rem}
#find output{flex:1 1 100%;font-size:.88rem;color:var(--soft)}
em.w1{background:rgb(179 38 30/.1)}em.w2{background:rgb(179 38 30/.2)}em.w3{background:rgb(179 38 30/.34)}
em{font-style:normal;text-decoration:underline dotted var(--rule);text-underline-offset:.2em}
.warn{color:var(--rule);font-size:.88rem;font-weight:600;margin:.15rem 0}.intro{font-size:.92rem}.tail{color:var(--ink);font-size:.98rem;line-height:1.8;padding-bottom:.5rem}
:focus-visible{outline:2px solid var(--rule);outline-offset:2px}
@page{size:A4;margin:37mm 26mm 35mm 28mm}
@media print{html{font-size:11pt}body{max-width:none;padding:0;font-size:12pt;line-height:1.55;orphans:2;widows:2}details,#find,.skip,.charts{display:none}
h2{margin:1.1rem 0 .2rem}article{padding:.5rem 0}.facts{display:inline-block;margin:0 1em 0 0}nav li{line-height:1.45}
article,nav li{break-inside:avoid}a:hover{text-decoration:none}mark,h3 em{background:none;text-decoration:none}}
"""

# Filter by topic and words; without a script the form stays hidden and the page is whole.
SCRIPT = """
(()=>{const f=document.getElementById("find"),q=f.elements.q,t=f.elements.topic,n=f.elements.found
const all=[...document.querySelectorAll("main article")],text=all.map(a=>a.textContent.toLowerCase())
const links=[...document.querySelectorAll("nav ul ul li,main .also")]
const sections=[...document.querySelectorAll("main section[id]")]
function show(){const words=q.value.toLowerCase().split(/\\s+/).filter(Boolean);let k=0
all.forEach((a,i)=>{const on=(!t.value||a.dataset.topics.split(" ").includes(t.value))&&words.every(w=>text[i].includes(w))
a.hidden=!on;k+=on})
links.forEach(l=>{const a=document.getElementById(l.querySelector("a").hash.slice(1));l.hidden=!a||a.hidden})
sections.forEach(s=>{s.hidden=![...s.querySelectorAll("article,.also")].some(e=>!e.hidden)
const l=document.querySelector("nav>ul>li>a[href='#"+s.id+"']");if(l)l.parentElement.hidden=s.hidden})
n.value=t.value||words.length?"找到 "+k+" 条，共 "+all.length+" 条":""}
f.addEventListener("input",show);f.addEventListener("reset",()=>setTimeout(show));f.addEventListener("submit",e=>e.preventDefault())
f.hidden=false;show()})()
"""
