/* tests/unit/time_model/recorded.h - a recording small enough to work out all its costs by hand. */
#ifndef ISOSIM_RECORDED_H
#define ISOSIM_RECORDED_H

/* One worker, three tests, a class fixture in the first two; all gaps and ways differ. */
#define RECORDED                                                                                                       \
  "#isosim-trace 1\n#recording 1\n#xdist 3.8.0\n#dist each\n#workers 1\n#cores 2\n"                                    \
  "#test 0 a.py::T::x\n#test 1 a.py::T::y\n#test 2 b.py::z\n#collection 0 0-2\n"                                       \
  "#worker gw0 start 10\n#worker gw0 ready 110\n#worker gw0 collected 160 0\n"                                         \
  "#message 111 1 from gw0 workerready\n#message 162 1 from gw0 collectionfinish 0\n"                                  \
  "#message 165 to gw0 runall\n#message 166 to gw0 shutdown\n"                                                         \
  "#fixture gw0 setup 205 40 class d a.py::T\n#run gw0 0 200 50 100 0 155 passed\n"                                    \
  "#message 365 4 from gw0 complete 0 155\n"                                                                           \
  "#fixture gw0 teardown 462 30 class d a.py::T\n#run gw0 1 360 1 100 31 134 passed\n"                                 \
  "#message 504 4 from gw0 complete 1 134\n#run gw0 2 500 0 100 0 100 passed\n"                                        \
  "#message 610 4 from gw0 complete 2 100\n#worker gw0 exit 640\n#message 641 1 from gw0 workerfinished\n#end 700 0\n"

#endif
