import { readFileSync } from "node:fs";
import { request } from "node:https";
import { parseEstate } from "./src/twin/estate-file.ts";
import { createTwin } from "./src/twin/twin.ts";
import { serveTwin } from "./src/twin/serve.ts";
const estate=parseEstate(readFileSync(`/work/shared/estates/fresh-approved-only.json`,"utf8"));
const s=await serveTwin((baseUrl)=>createTwin({estate,baseUrl}));
const go=(method:string,path:string,headers:any={},body?:string)=>new Promise<any>((res,rej)=>{const r=request(s.baseUrl+path,{method,headers,ca:s.caPem},(m)=>{let t="";m.on("data",c=>t+=c);m.on("end",()=>res({status:m.statusCode,headers:m.headers,body:t}))});r.on("error",rej);r.end(body)});
console.log(await go("GET","/metadata/endpoints?api-version=2022-09-01"));
const c=s.twin.credentials;
const t=await go("POST",`/${c.tenantId}/oauth2/v2.0/token`,{},new URLSearchParams({grant_type:"client_credentials",client_id:c.clientId,client_secret:c.clientSecret,scope:s.baseUrl+"/.default"}).toString());
const h={authorization:"Bearer "+JSON.parse(t.body).access_token};
for (const p of ["/subscriptions?api-version=2022-12-01",estate.hub+"?api-version=2025-12-01",estate.hub+"/connections?api-version=2025-12-01", estate.hub+"x?api-version=2025-12-01"]) { const a=performance.now(); const r=await go("GET",p,h); console.log(r.status,r.body.slice(0,400), r.headers, performance.now()-a); }
console.log(s.twin.log.map(x=>JSON.stringify(x)).join("\n"));
await s.close();
