"""The coach in the browser (需求教练): one question at a time while a need is written."""
