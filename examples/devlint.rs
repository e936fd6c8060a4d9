use elig::{source::Sources, diagnostic::Diagnostics};
struct M(std::path::PathBuf);
impl elig::library::Modules for M {
 fn load(&self,n:&str,_:&str)->Option<(String,String)>{std::fs::read_to_string(self.0.join(format!("{n}.elig"))).ok().map(|t|(n.into(),t))}
 fn text(&self,n:&str,_:&str)->Option<(String,String)>{std::fs::read_to_string(self.0.join(n)).ok().map(|t|(n.into(),t))}
}
fn main(){ for p in std::env::args().skip(1){ let t=std::fs::read_to_string(&p).unwrap(); let mut s=Sources::default(); let id=s.add(p.clone(),t); let mut o=Diagnostics::default();
 let m=M(std::path::Path::new(&p).parent().unwrap().to_owned());
 let tr=elig::compile(&mut s,id,&m,&mut o);
 for d in o.sorted(){ let pl=d.span().and_then(|sp|s.get(sp.source).map(|x|{let (l,c)=x.position(sp.start as usize);format!("{}:{l}:{c}",x.name)})).unwrap_or_default(); println!("{pl} {} {} | {}",d.code.id,d.message,d.help.unwrap_or_default()); }
 if let Some(t)=tr{ println!("{} criteria {} facts {} endpoints {} values", t.criteria.len(), t.facts.len(), t.endpoints.len(), t.values.len()); } } }
