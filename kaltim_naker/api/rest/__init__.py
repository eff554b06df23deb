"""The conventions of the API, once for every resource: who asks, what may be asked, how it is answered and refused."""
