"""Writes data/federate/epsilon.csv: privacy of the sampled Gaussian mechanism by dp-accounting.

    pip install dp-accounting==0.6.0
    python scripts/rivals/epsilon.py > data/federate/epsilon.csv

The orders are those of src/federate/privacy/accountant.rs, so that the two must agree.
"""

from dp_accounting import GaussianDpEvent, PoissonSampledDpEvent, SelfComposedDpEvent
from dp_accounting.rdp import RdpAccountant

ORDERS = [*range(2, 257), 288, 320, 384, 448, 512, 640, 768, 896, 1024]

print("# ε of the Poisson-sampled Gaussian mechanism: dp-accounting 0.6.0, scripts/rivals/epsilon.py")
print("rate,noise,rounds,delta,epsilon")
for rate in [0.001, 0.01, 0.0625, 0.25, 0.5, 1.0]:
    for noise in [0.5, 0.8, 1.1, 2.0, 4.0, 10.0]:
        for rounds in [1, 100, 2000]:
            for delta in [1e-3, 1e-5, 1e-7]:
                accountant = RdpAccountant(ORDERS)
                event = GaussianDpEvent(noise)
                if rate < 1.0:
                    event = PoissonSampledDpEvent(rate, event)
                accountant.compose(SelfComposedDpEvent(event, rounds))
                epsilon = accountant.get_epsilon(delta)
                print(f"{rate},{noise},{rounds},{delta},{float(epsilon)!r}")
